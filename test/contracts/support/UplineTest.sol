// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {DemoDollar} from "../../../contracts/demo/DemoDollar.sol";
import {Enrollment} from "../../../contracts/enrollment/Enrollment.sol";
import {Genealogy} from "../../../contracts/genealogy/Genealogy.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {PayoutVault} from "../../../contracts/payouts/PayoutVault.sol";
import {PlanRegistry} from "../../../contracts/plans/PlanRegistry.sol";
import {VolumeLedger} from "../../../contracts/volumes/VolumeLedger.sol";
import {Assert} from "./Assert.sol";
import {Entries} from "./Entries.sol";
import {NewContracts} from "./NewContracts.sol";
import {TreeBuilder} from "./TreeBuilder.sol";
import {vm} from "./Vm.sol";

/// @title UplineTest: a whole deployment with one account a role, and the steps that tests repeat
abstract contract UplineTest is Assert {
    uint64 internal constant REVIEW_WINDOW = 3 days;
    uint32 internal constant CAP = 400_000;
    bytes internal constant SPEC = "{}";

    address internal constant COMPANY_WALLET = address(0xC0FFEE00C0FFEE);
    /// @dev The Checkout that the ledger expects; most tests name another.
    address internal constant EXPECTED_CHECKOUT = address(0xC4EC0CC4EC);
    address internal constant STRANGER = address(0x5712A6E25712A6E2);
    address internal constant IMPORTER = address(0x1001);
    address internal constant RECORDER = address(0x1002);
    address internal constant SETTLER = address(0x1003);
    address internal constant APPROVER = address(0x1004);
    address internal constant GUARDIAN = address(0x1005);
    address internal constant TREASURER = address(0x1006);
    address internal constant PLAN_ADMIN = address(0x1007);
    address internal constant REGISTRAR_ADMIN = address(0x1009);

    address internal constant ACCOUNTANT = address(0x100A);
    address internal constant REFEREE = address(0x100B);

    AccessManager internal manager;
    DemoDollar internal token;
    Genealogy internal genealogy;
    PlanRegistry internal registry;
    VolumeLedger internal ledger;
    PayoutVault internal vault;
    Enrollment internal enrollment;

    /// @dev What was proposed last, and the key of what was accepted last.
    IPayoutVault.Proposal internal proposed;
    bytes12 internal key;

    /// @dev The test itself is the administrator and, until `openGateway`, the registrar.
    function deploy(uint8 placementWidth) internal {
        deployWith(placementWidth, address(NewContracts.demoDollar(address(this))));
    }

    /// @param tokenAddress has `mint(address,uint256)` as the play money has, and may else behave as it likes
    function deployWith(uint8 placementWidth, address tokenAddress) internal {
        manager = NewContracts.accessManager(address(this));
        token = DemoDollar(tokenAddress);
        uint64 nonce = vm.getNonce(address(this));
        address vaultAddress = vm.computeCreateAddress(address(this), nonce + 3);
        address ledgerAddress = vm.computeCreateAddress(address(this), nonce + 2);
        genealogy = NewContracts.genealogy(address(manager), vaultAddress, ledgerAddress, placementWidth, COMPANY_WALLET);
        registry = NewContracts.planRegistry(address(manager), IVolumeLedger(ledgerAddress), 1);
        ledger = NewContracts.volumeLedger(address(manager), genealogy, registry, EXPECTED_CHECKOUT);
        vault = NewContracts.payoutVault(address(manager), IERC20(address(token)), genealogy, ledger, REVIEW_WINDOW);
        enrollment = NewContracts.enrollment(address(manager), genealogy);
        isTrue(address(vault) == vaultAddress && address(ledger) == ledgerAddress, "addresses as foreseen");
        genealogy.setRegistrar(address(this));

        allow(address(genealogy), genealogy.registerBatch.selector, Roles.IMPORTER, IMPORTER);
        allow(address(genealogy), genealogy.bindWallet.selector, Roles.REGISTRAR_ADMIN, REGISTRAR_ADMIN);
        allow(address(registry), registry.publish.selector, Roles.PLAN_ADMIN, PLAN_ADMIN);
        allow(address(ledger), ledger.record.selector, Roles.RECORDER, RECORDER);
        allow(address(ledger), ledger.closePeriod.selector, Roles.SETTLER, SETTLER);
        allow(address(vault), vault.propose.selector, Roles.SETTLER, SETTLER);
        allow(address(vault), vault.accept.selector, Roles.APPROVER, APPROVER);
        allow(address(vault), vault.reject.selector, Roles.GUARDIAN, GUARDIAN);
        allow(address(vault), vault.refereeReject.selector, Roles.REFEREE, REFEREE);
        allow(address(vault), vault.withdrawSurplus.selector, Roles.TREASURER, TREASURER);
        allow(address(vault), vault.acknowledgeBank.selector, Roles.ACCOUNTANT, ACCOUNTANT);
    }

    function allow(address target, bytes4 selector, uint64 role, address account) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
        manager.grantRole(role, account, 0);
    }

    function openGateway() internal {
        genealogy.setRegistrar(address(enrollment));
    }

    // People

    function keyOf(uint256 person) internal pure returns (uint256) {
        return 0xABCDEF00 + person;
    }

    function walletOf(uint256 person) internal pure returns (address) {
        return vm.addr(keyOf(person));
    }

    /// @dev The test is the registrar here.
    function admit(uint32 sponsorId, uint256 person) internal returns (uint32) {
        return genealogy.register(sponsorId, 0, 0, walletOf(person), 0);
    }

    function signBy(uint256 person, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf(person), digest);
        return abi.encodePacked(r, s, v);
    }

    function domain(string memory name, address target) internal view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                    keccak256(bytes(name)),
                    keccak256("1"),
                    block.chainid,
                    target
                )
            );
    }

    function bindDigest(uint32 memberId, address wallet, uint256 deadline) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
        bytes32 content = keccak256(abi.encode(typeHash, memberId, wallet, deadline));
        return keccak256(abi.encodePacked(hex"1901", domain("Upline Genealogy", address(genealogy)), content));
    }

    // Periods

    /// @dev Publishes a plan for period 1 and closes the founding period.
    function found() internal {
        vm.prank(PLAN_ADMIN);
        registry.publish(SPEC, CAP, 1, "");
        closePeriod(0);
    }

    function closePeriod(uint32 period) internal {
        vm.prank(SETTLER);
        ledger.closePeriod(period);
    }

    function record(bytes memory entries) internal {
        uint64 seq = ledger.lastSeq() + 1;
        vm.prank(RECORDER);
        ledger.record(seq, entries);
    }

    /// @dev One order of member 1 over `cv`, then the cut-off.
    function sellAndClose(uint40 cv) internal returns (uint32 period) {
        period = ledger.currentPeriod();
        record(Entries.short(1, 1, 100, cv, 1));
        closePeriod(period);
    }

    // Payouts

    function fund(uint256 amount) internal {
        token.mint(address(this), amount);
        token.approve(address(vault), amount);
        vault.fund(amount);
    }

    function leavesOf(uint32[] memory members, uint64[] memory sums) internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](members.length);
        for (uint256 i = 0; i < members.length; i++) {
            leaves[i] = TreeBuilder.leaf(address(vault), address(token), members[i], sums[i]);
        }
    }

    function proposalOf(uint32 period, bytes32 root, uint32 leafCount) internal view returns (IPayoutVault.Proposal memory) {
        IVolumeLedger.Period memory frozen = ledger.periodOf(period);
        return
            IPayoutVault.Proposal({
                period: period,
                planVersion: frozen.planVersion,
                leafCount: leafCount,
                root: root,
                inputHash: frozen.inputHash,
                stateRoot: keccak256("state"),
                fileHash: keccak256("file")
            });
    }

    function propose(uint32 period, bytes32 root, uint32 leafCount) internal {
        proposed = proposalOf(period, root, leafCount);
        vm.prank(SETTLER);
        vault.propose(proposed);
    }

    function accept(IPayoutVault.Proposal memory proposal) internal {
        vm.prank(APPROVER);
        vault.accept(proposal);
    }

    /// @dev Proposes, waits, accepts.
    function settle(uint32 period, bytes32 root, uint32 leafCount) internal {
        propose(period, root, leafCount);
        vm.warp(block.timestamp + REVIEW_WINDOW);
        accept(proposed);
        key = vault.accepted().key;
    }
}
