// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title SettleTest: member 2 has the wallet of person 1, member 3 none, member 4 that of person 4 and wants to be paid by bank
abstract contract SettleTest is UplineTest {
    function setUp() public {
        deploy(0);
        admit(1, 1);
        genealogy.register(1, 0, 0, address(0), 0);
        admit(1, 4);
        vm.prank(walletOf(4));
        genealogy.chooseRoute(true);
    }

    function expectNotTheWallet(uint32 memberId, address wallet) internal {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, memberId, wallet));
    }

    function giveUp(uint256 from, uint256 to, uint32 memberId) internal {
        bytes memory signature = signBy(to, bindDigest(memberId, walletOf(to), block.timestamp));
        vm.prank(walletOf(from));
        genealogy.changeWallet(walletOf(to), block.timestamp, signature);
    }
}

contract GenealogySettleTest is SettleTest {
    function _settle(uint32 memberId, address wallet, uint64 cumulative) private returns (uint64) {
        vm.prank(address(vault));
        return genealogy.settle(memberId, wallet, cumulative);
    }

    function test_RevertWhen_CallerIsNotTheVault() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotVault.selector, address(this)));
        genealogy.settle(2, walletOf(1), 1);
    }

    function test_RevertWhen_WalletDoesNotActForTheMember() public {
        vm.startPrank(address(vault));
        expectNotTheWallet(2, walletOf(4));
        genealogy.settle(2, walletOf(4), 1);
        expectNotTheWallet(2, STRANGER);
        genealogy.settle(2, STRANGER, 1);
        expectNotTheWallet(3, address(3));
        genealogy.settle(3, address(3), 1);
        expectNotTheWallet(0, STRANGER);
        genealogy.settle(0, STRANGER, 1);
        expectNotTheWallet(2, address(0));
        genealogy.settle(2, address(0), 1);
        vm.stopPrank();
    }

    function test_RevertGiven_WalletWasGivenUp() public {
        giveUp(1, 2, 2);
        vm.prank(address(vault));
        expectNotTheWallet(2, walletOf(1));
        genealogy.settle(2, walletOf(1), 1);
        equal(_settle(2, walletOf(2), 1), 0, "the new one is paid");
    }

    function test_RevertGiven_BankRoute() public {
        vm.prank(address(vault));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBankRoute.selector, uint32(4)));
        genealogy.settle(4, walletOf(4), 1);
    }

    function test_AnOddNumberStays() public {
        uint32 odd = admit(1, 5);
        equal(odd, 5, "the member that was meant");
        _settle(odd, walletOf(5), 9);
        (uint32 memberId, uint64 settled, , ) = genealogy.accountOf(walletOf(5));
        isTrue(memberId == odd && settled == 9, "number and sum");
    }

    function testFuzz_NeverFalls(uint64 first, uint64 second) public {
        equal(_settle(2, walletOf(1), first), 0, "nothing before");
        equal(_settle(2, walletOf(1), second), first, "previous");
        equal(genealogy.settledOf(2, walletOf(1)), first > second ? first : second, "settled");
        (uint32 memberId, , bool former, bool bankRoute) = genealogy.accountOf(walletOf(1));
        isTrue(memberId == 2 && !former && !bankRoute, "the rest of the slot stays");
    }
}

contract GenealogySettleManyTest is SettleTest {
    function _leaf(uint32 memberId, uint64 cumulative) private pure returns (bytes memory) {
        return abi.encodePacked(memberId, cumulative);
    }

    function test_RevertWhen_CallerIsNotTheVault() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotVault.selector, address(this)));
        genealogy.settleMany("", new address[](0));
    }

    function test_RevertWhen_LeavesAndWalletsDoNotMatch() public {
        vm.startPrank(address(vault));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadBatch.selector, uint256(12), uint256(2)));
        genealogy.settleMany(_leaf(2, 5), new address[](2));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadBatch.selector, uint256(13), uint256(1)));
        genealogy.settleMany(abi.encodePacked(_leaf(2, 5), uint8(0)), new address[](1));
        vm.stopPrank();
    }

    function test_PassesOverWhoCannotBePaid() public {
        giveUp(1, 2, 2);
        bytes memory leaves = abi.encodePacked(_leaf(2, 9), _leaf(2, 10), _leaf(3, 11), _leaf(4, 12), _leaf(2, 13), _leaf(0, 14));
        address[] memory wallets = new address[](6);
        (wallets[0], wallets[1], wallets[2]) = (walletOf(1), walletOf(2), address(3));
        (wallets[3], wallets[4], wallets[5]) = (walletOf(4), walletOf(2), STRANGER);
        vm.prank(address(vault));
        uint64[] memory amounts = genealogy.settleMany(leaves, wallets);
        isTrue(amounts[0] == 0 && amounts[2] == 0 && amounts[3] == 0 && amounts[5] == 0, "given up, none, bank, nobody");
        isTrue(amounts[1] == 10 && amounts[4] == 3, "the difference, twice for the same member");
        equal(genealogy.settledOf(2, walletOf(2)), 13, "settled");
        equal(genealogy.settledOf(4, walletOf(4)), 0, "bank route");
        equal(genealogy.settledOf(3, address(0)), 0, "no wallet");
    }

    function testFuzz_DoesWhatSettleDoes(uint64 first, uint64 second) public {
        address[] memory wallets = new address[](1);
        wallets[0] = walletOf(1);
        vm.startPrank(address(vault));
        genealogy.settle(2, walletOf(1), first);
        uint64[] memory amounts = genealogy.settleMany(_leaf(2, second), wallets);
        vm.stopPrank();
        equal(amounts[0], second > first ? second - first : 0, "amount");
        equal(genealogy.settledOf(2, walletOf(1)), first > second ? first : second, "settled");
    }
}

contract GenealogySettleBankTest is SettleTest {
    function _settle(uint32 memberId, address key, uint64 cumulative) private returns (uint64) {
        vm.prank(address(vault));
        return genealogy.settleBank(memberId, key, cumulative);
    }

    function test_RevertWhen_CallerIsNotTheVault() public {
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotVault.selector, address(this)));
        genealogy.settleBank(3, address(3), 1);
    }

    function test_RevertGiven_TokenRoute() public {
        vm.prank(address(vault));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyTokenRoute.selector, uint32(2)));
        genealogy.settleBank(2, walletOf(1), 1);
    }

    function test_RevertWhen_KeyIsNotThatOfTheMember() public {
        vm.startPrank(address(vault));
        // Whoever has a wallet has no account under the number any more, so nothing can be noted twice.
        expectNotTheWallet(4, address(4));
        genealogy.settleBank(4, address(4), 1);
        expectNotTheWallet(3, address(4));
        genealogy.settleBank(3, address(4), 1);
        expectNotTheWallet(4, walletOf(1));
        genealogy.settleBank(4, walletOf(1), 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(9)));
        genealogy.settleBank(9, address(9), 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(0)));
        genealogy.settleBank(0, address(0), 1);
        vm.stopPrank();
    }

    function testFuzz_NeverFalls(uint64 first, uint64 second) public {
        uint64 most = first > second ? first : second;
        _settle(3, address(3), first);
        equal(_settle(3, address(3), second), first, "previous, without a wallet");
        equal(genealogy.settledOf(3, address(0)), most, "without a wallet");
        _settle(4, walletOf(4), first);
        equal(_settle(4, walletOf(4), second), first, "previous, with a wallet");
        equal(genealogy.settledOf(4, walletOf(4)), most, "with a wallet");
    }
}

contract GenealogySetRegistrarTest is UplineTest {
    function setUp() public {
        deploy(0);
    }

    function test_RevertWhen_CallerIsNotTheAdministrator() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        genealogy.setRegistrar(STRANGER);
    }

    function test_Replaces() public {
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.RegistrarChanged(3, STRANGER);
        genealogy.setRegistrar(STRANGER);
        equal(genealogy.registrar(), STRANGER, "registrar");
        equal(genealogy.memberCount(), 1, "count");
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotRegistrar.selector, address(this)));
        genealogy.register(1, 0, 0, walletOf(1), 0);
    }
}
