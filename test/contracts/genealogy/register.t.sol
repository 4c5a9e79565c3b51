// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {NewContracts} from "../support/NewContracts.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {Vm, vm} from "../support/Vm.sol";

contract GenealogyRegisterTest is UplineTest {
    function setUp() public {
        deploy(0);
    }

    function test_TheCompanyIsMemberOne() public view {
        equal(genealogy.memberCount(), 1, "count");
        equal(genealogy.memberOf(COMPANY_WALLET), 1, "wallet");
        isTrue(genealogy.hasWallet(1), "has a wallet");
        equal(genealogy.payoutVault(), address(vault), "vault");
        equal(genealogy.ledger(), address(ledger), "ledger");
        equal(genealogy.placementWidth(), 0, "width");
        equal(genealogy.sponsorOf(1), 0, "sponsor");
        equal(genealogy.depthOf(1), 0, "depth");
    }

    function test_TheCompanyIsToldLikeEverybody() public {
        vm.recordLogs();
        deploy(0);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 told = 0;
        for (uint256 i = 0; i < logs.length; i++) {
            Vm.Log memory log = logs[i];
            if (log.topics[0] != IGenealogy.MemberRegistered.selector) continue;
            told++;
            isTrue(log.emitter == address(genealogy), "by the registry");
            isTrue(
                uint256(log.topics[1]) == 1 && uint256(log.topics[2]) == 1 && uint256(log.topics[3]) == 0,
                "first, one, nobody"
            );
            bytes memory rest = abi.encode(uint32(0), uint8(0), COMPANY_WALLET, bytes32(0));
            isTrue(keccak256(log.data) == keccak256(rest), "without a place, with its wallet");
        }
        equal(told, 1, "once");
    }

    function test_RevertWhen_CompanyHasNoWallet() public {
        vm.expectRevert(IGenealogy.GenealogyZeroWallet.selector);
        NewContracts.genealogy(address(manager), address(vault), address(ledger), 0, address(0));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyReservedWallet.selector, address(uint160(type(uint32).max))));
        NewContracts.genealogy(address(manager), address(vault), address(ledger), 0, address(uint160(type(uint32).max)));
    }

    function test_RevertWhen_WidthDoesNotFit() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadWidth.selector, uint8(129)));
        NewContracts.genealogy(address(manager), address(vault), address(ledger), 129, COMPANY_WALLET);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadWidth.selector, uint8(254)));
        NewContracts.genealogy(address(manager), address(vault), address(ledger), 254, COMPANY_WALLET);
    }

    function test_C04_RevertWhen_CallerIsNotTheRegistrar() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotRegistrar.selector, STRANGER));
        genealogy.register(1, 0, 0, walletOf(1), 0);
    }

    function testFuzz_C02_RevertWhen_SponsorIsZeroUnknownOrOneself(uint32 sponsorId) public {
        vm.assume(sponsorId == 0 || sponsorId > 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, sponsorId));
        genealogy.register(sponsorId, 0, 0, walletOf(1), 0);
    }

    function test_C02_RevertWhen_SponsoringOneself() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(2)));
        genealogy.register(2, 0, 0, walletOf(1), 0);
    }

    function test_C03_RevertGiven_WalletIsTaken() public {
        admit(1, 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(1), uint32(2)));
        genealogy.register(1, 0, 0, walletOf(1), 0);
    }

    function test_C03_RevertGiven_WalletOnceJoined() public {
        admit(1, 1);
        bytes memory signature = signBy(2, bindDigest(2, walletOf(2), block.timestamp));
        vm.prank(walletOf(1));
        genealogy.changeWallet(walletOf(2), block.timestamp, signature);

        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(1), uint32(2)));
        genealogy.register(1, 0, 0, walletOf(1), 0);
    }

    function testFuzz_C03_RevertWhen_WalletIsTheKeyOfAMemberWithoutOne(uint32 key) public {
        vm.assume(key != 0);
        address wallet = address(uint160(key));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyReservedWallet.selector, wallet));
        genealogy.register(1, 0, 0, wallet, 0);
    }

    function test_TheSmallestWalletThatIsNotReserved() public {
        address wallet = address(uint160(type(uint32).max) + 1);
        genealogy.register(1, 0, 0, wallet, 0);
        equal(genealogy.memberOf(wallet), 2, "member");
    }

    function test_RegistersAPlaceWithoutAWallet() public {
        genealogy.register(1, 0, 0, address(0), 0);
        isFalse(genealogy.hasWallet(2), "no wallet");
        (uint32 memberId, uint64 settled, bool former, bool bankRoute) = genealogy.accountOf(address(2));
        isTrue(memberId == 2 && settled == 0 && !former && bankRoute, "an account on the bank route");
        equal(genealogy.memberOf(address(2)), 0, "the key of the account acts for nobody");
        (memberId, settled, former, bankRoute) = genealogy.accountOf(address(3));
        isTrue(memberId == 0 && settled == 0 && !former && !bankRoute, "a number that nobody has has no account");
    }

    function test_C03_NumbersHaveNoGapsAfterAFailure() public {
        admit(1, 1);
        try genealogy.register(9, 0, 0, walletOf(2), 0) returns (uint32) {
            isTrue(false, "an unknown sponsor was taken");
        } catch {
            equal(genealogy.memberCount(), 2, "count after the failure");
        }
        equal(admit(2, 3), 3, "next number");
        equal(genealogy.lastSeq(), 4, "seq: company, registrar, two members");
    }

    function test_RecordsAndTells() public {
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.MemberRegistered(3, 2, 1, 0, 0, walletOf(1), keccak256("consent"));
        uint32 memberId = genealogy.register(1, 0, 0, walletOf(1), keccak256("consent"));

        equal(memberId, 2, "number");
        equal(genealogy.sponsorOf(2), 1, "sponsor");
        equal(genealogy.depthOf(2), 1, "depth");
        isTrue(genealogy.hasWallet(2), "wallet");
        equal(genealogy.memberOf(walletOf(1)), 2, "member of the wallet");
    }

    function test_RevertWhen_PlacementIsNamedWithoutATree() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyPlacementUnused.selector, uint32(1), uint8(0)));
        genealogy.register(1, 1, 0, walletOf(1), 0);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyPlacementUnused.selector, uint32(0), uint8(1)));
        genealogy.register(1, 0, 1, walletOf(1), 0);
    }

    function test_RevertGiven_TheTreeIsAsDeepAsItCanBe() public {
        admit(1, 1);
        // Links lie one after the other behind authority (slot 0), EIP-712 fallback strings (1, 2) and state (3).
        bytes32 slot = bytes32(uint256(4) + 2);
        vm.store(address(genealogy), slot, bytes32(uint256(1) | (1 << 32) | (uint256(type(uint24).max) << 96)));
        equal(genealogy.depthOf(2), type(uint24).max, "the slot that was meant");
        vm.expectRevert(IGenealogy.GenealogyFull.selector);
        genealogy.register(2, 0, 0, walletOf(2), 0);
    }

    function test_RevertGiven_NumbersAreUsedUp() public {
        // The state slot: registrar 160 | memberCount 32 | seq 64.
        bytes32 word = bytes32(uint256(uint160(address(this))) | (uint256(type(uint32).max) << 160) | (uint256(9) << 192));
        vm.store(address(genealogy), bytes32(uint256(3)), word);
        equal(genealogy.memberCount(), type(uint32).max, "the slot that was meant");
        vm.expectRevert(IGenealogy.GenealogyFull.selector);
        genealogy.register(1, 0, 0, walletOf(2), 0);
    }
}

contract GenealogyPlacementTest is UplineTest {
    function setUp() public {
        deploy(2);
    }

    function _place(uint32 sponsorId, uint32 parentId, uint8 leg) private returns (uint32) {
        return genealogy.register(sponsorId, parentId, leg, address(0), 0);
    }

    function test_RecordsParentLegAndDepth() public {
        _place(1, 1, 1);
        _place(1, 2, 0);
        (uint32 parentId, uint8 leg, uint32 depth) = genealogy.placementOf(2);
        isTrue(parentId == 1 && leg == 1 && depth == 1, "first");
        (parentId, leg, depth) = genealogy.placementOf(3);
        isTrue(parentId == 2 && leg == 0 && depth == 2, "spill-over");
        isTrue(genealogy.isPlacementUpline(2, 3), "2 above 3 in the placement tree");
        isFalse(genealogy.isUpline(2, 3), "not in the sponsor tree");
    }

    function test_RevertWhen_ParentIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(0)));
        _place(1, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(2)));
        _place(1, 2, 0);
    }

    function test_RevertWhen_ParentIsOutsideTheSponsorsSubtree() public {
        _place(1, 1, 0);
        _place(1, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyParentOutsideSubtree.selector, uint32(3), uint32(2)));
        _place(2, 3, 0);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyParentOutsideSubtree.selector, uint32(1), uint32(2)));
        _place(2, 1, 0);
    }

    function test_RevertWhen_LegIsOutsideTheWidth() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadLeg.selector, uint8(2), uint8(2)));
        _place(1, 1, 2);
    }

    function test_RevertGiven_LegIsTaken() public {
        _place(1, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyLegTaken.selector, uint32(1), uint8(1)));
        _place(1, 1, 1);
    }

    /// hardhat-config: fuzz.runs = 128
    function testFuzz_EveryLegOfTheWidestTreeIsTakenOnce(uint8 leg) public {
        deploy(128);
        leg = uint8(between(leg, 0, 127));
        _place(1, 1, leg);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyLegTaken.selector, uint32(1), leg));
        _place(1, 1, leg);
        _place(1, 1, leg == 127 ? 0 : leg + 1);
        (uint32 parentId, , uint32 depth) = genealogy.placementOf(1);
        isTrue(parentId == 0 && depth == 0, "taken legs leave the node as it was");
    }

    function test_AnUnlimitedTreeTakesAnyNumberBelowOne() public {
        deploy(255);
        for (uint256 i = 0; i < 300; i++) _place(1, 1, 0);
        equal(genealogy.memberCount(), 301, "count");
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadLeg.selector, uint8(1), uint8(255)));
        _place(1, 1, 1);
    }
}
