// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genealogy} from "../../../contracts/genealogy/Genealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title GenealogyHandler: actors who try everything, and the memory of what was first recorded
/// @dev It deploys for itself, so it is registrar and administrator in one: even together they must not be able to move anybody.
/// It also speaks for a hostile ledger and a hostile vault, who may send whatever they like.
contract GenealogyHandler is UplineTest {
    uint256 private constant PEOPLE = 8;

    mapping(uint32 memberId => uint32 sponsorId) public firstSponsor;
    mapping(uint32 memberId => uint32 parentId) public firstParent;
    mapping(uint32 memberId => uint8 leg) public firstLeg;
    mapping(uint32 memberId => uint256 word) public firstLink;
    /// @dev What each member must have been settled and credited in all, whichever wallet or route they had.
    mapping(uint32 memberId => uint64 settled) public settled;
    mapping(uint32 memberId => uint64 credit) public credit;
    mapping(uint32 memberId => address wallet) public wallet;
    mapping(uint32 memberId => uint64 readyAt) public readyAt;
    uint64 public events;
    uint256 public succeeded;

    constructor() {
        deploy(3);
        events = genealogy.lastSeq();
        wallet[1] = COMPANY_WALLET;
        _remember(1);
    }

    function tree() external view returns (Genealogy) {
        return genealogy;
    }

    /// @dev The link of a member without its money lanes: the lower 120 bits. Links lie one after the other from slot 4 on.
    function link(uint32 memberId) public view returns (uint256) {
        return uint256(vm.load(address(genealogy), bytes32(4 + uint256(memberId)))) % (1 << 120);
    }

    function personWallet(uint256 person) external pure returns (address) {
        return walletOf(person);
    }

    function people() external pure returns (uint256) {
        return PEOPLE;
    }

    /// @dev Seven times of eight the numbers exist and the place is below the sponsor; a campaign of refusals would prove nothing.
    function register(uint32 sponsorId, uint32 parentId, uint8 leg, uint256 person, bool withWallet, uint8 mischief) external {
        uint32 count = genealogy.memberCount();
        bool isBad = mischief % 8 == 7;
        sponsorId = uint32(isBad ? between(sponsorId, 0, count + 1) : between(sponsorId, 1, count));
        if (mischief % 4 == 3) parentId = uint32(between(parentId, 0, count + 1));
        else parentId = sponsorId;
        address own = withWallet ? walletOf(between(person, 0, PEOPLE - 1)) : address(0);
        try genealogy.register(sponsorId, parentId, uint8(between(leg, 0, isBad ? 3 : 2)), own, 0) returns (uint32 memberId) {
            wallet[memberId] = own;
            _done();
            _remember(memberId);
        } catch {}
    }

    function registerAsStranger(uint32 sponsorId, uint256 person) external {
        vm.prank(walletOf(between(person, 0, PEOPLE - 1)));
        try genealogy.register(sponsorId, sponsorId, 0, address(0), 0) returns (uint32) {
            revert NotTrue("a stranger registered somebody");
        } catch {}
    }

    function importBatch(uint32 sponsorId, uint32 parentId, uint8 leg, bool below) external {
        uint32 next = genealogy.memberCount() + 1;
        sponsorId = uint32(between(sponsorId, 0, next));
        if (below) parentId = sponsorId;
        bytes memory entry = abi.encodePacked(sponsorId, uint32(between(parentId, 0, next)), uint8(between(leg, 0, 3)));
        vm.prank(IMPORTER);
        try genealogy.registerBatch(next, entry) returns (uint32) {
            _done();
            _remember(next);
        } catch {}
    }

    function bindWallet(uint32 memberId, uint256 person) external {
        memberId = uint32(between(memberId, 1, genealogy.memberCount()));
        person = between(person, 0, PEOPLE - 1);
        bytes memory signature = signBy(person, bindDigest(memberId, walletOf(person), block.timestamp));
        vm.prank(REGISTRAR_ADMIN);
        try genealogy.bindWallet(memberId, walletOf(person), block.timestamp, signature) {
            wallet[memberId] = walletOf(person);
            _done();
        } catch {}
    }

    function changeWallet(uint256 from, uint256 to) external {
        from = between(from, 0, PEOPLE - 1);
        to = between(to, 0, PEOPLE - 1);
        uint32 memberId = genealogy.memberOf(walletOf(from));
        bytes memory signature = signBy(to, bindDigest(memberId, walletOf(to), block.timestamp));
        vm.prank(walletOf(from));
        try genealogy.changeWallet(walletOf(to), block.timestamp, signature) {
            wallet[memberId] = walletOf(to);
            _cancelled(memberId);
            _done();
        } catch {}
    }

    function setRecovery(uint256 person, uint256 recovery) external {
        person = between(person, 0, PEOPLE - 1);
        uint32 memberId = genealogy.memberOf(walletOf(person));
        vm.prank(walletOf(person));
        try genealogy.setRecovery(walletOf(between(recovery, 0, PEOPLE - 1))) {
            _cancelled(memberId);
            _done();
        } catch {}
    }

    function startRecovery(uint32 memberId, uint256 by, uint256 to) external {
        memberId = uint32(between(memberId, 1, genealogy.memberCount()));
        (address recovery, , ) = genealogy.recoveryOf(memberId);
        to = between(to, 0, PEOPLE - 1);
        bytes memory signature = signBy(to, bindDigest(memberId, walletOf(to), block.timestamp));
        // Three times of four by whom the member trusts.
        vm.prank(by % 4 == 0 ? walletOf(between(by, 0, PEOPLE - 1)) : recovery);
        try genealogy.startRecovery(memberId, walletOf(to), block.timestamp, signature) {
            (, , readyAt[memberId]) = genealogy.recoveryOf(memberId);
            isTrue(readyAt[memberId] == block.timestamp + genealogy.recoveryDelay(), "the whole delay");
            _done();
        } catch {}
    }

    function cancelRecovery(uint32 memberId, uint256 person) external {
        memberId = uint32(between(memberId, 1, genealogy.memberCount()));
        vm.prank(person % 2 == 0 ? wallet[memberId] : walletOf(between(person, 0, PEOPLE - 1)));
        try genealogy.cancelRecovery(memberId) {
            _cancelled(memberId);
            _done();
        } catch {}
    }

    function finishRecovery(uint32 memberId, uint256 wait) external {
        memberId = uint32(between(memberId, 1, genealogy.memberCount()));
        vm.warp(block.timestamp + between(wait, 0, 8 days));
        (, address newWallet, ) = genealogy.recoveryOf(memberId);
        try genealogy.finishRecovery(memberId, wallet[memberId]) {
            isTrue(readyAt[memberId] != 0 && block.timestamp >= readyAt[memberId], "nobody is moved before the delay is over");
            readyAt[memberId] = 0;
            wallet[memberId] = newWallet;
            _done();
        } catch {}
    }

    function chooseRoute(uint256 person, bool bank) external {
        vm.prank(walletOf(between(person, 0, PEOPLE - 1)));
        try genealogy.chooseRoute(bank) {
            _done();
        } catch {}
    }

    // Hostile callers from the deployment itself

    function settle(uint32 memberId, address anyWallet, uint64 cumulative, uint8 how) external {
        memberId = uint32(between(memberId, 0, genealogy.memberCount() + 1));
        address key =
            how % 4 == 3
                ? anyWallet
                : wallet[memberId] == address(0)
                    ? address(uint160(memberId))
                    : wallet[memberId];
        vm.prank(address(vault));
        if (how % 2 == 0) {
            try genealogy.settle(memberId, key, cumulative) returns (uint64 previous) {
                _settled(memberId, previous, cumulative);
            } catch {}
        } else {
            try genealogy.settleBank(memberId, key, cumulative) returns (uint64 previous) {
                _settled(memberId, previous, cumulative);
            } catch {}
        }
    }

    function settleMany(uint32 memberId, uint64 cumulative) external {
        memberId = uint32(between(memberId, 1, genealogy.memberCount()));
        address[] memory wallets = new address[](1);
        wallets[0] = wallet[memberId];
        vm.prank(address(vault));
        uint64[] memory amounts = genealogy.settleMany(abi.encodePacked(memberId, cumulative), wallets);
        settled[memberId] += amounts[0];
    }

    function creditSale(
        uint32 memberId,
        bool customerSale,
        uint32 saleNumber,
        uint16 period,
        uint64 cv,
        uint256 levels
    ) external {
        memberId = uint32(between(memberId, 0, genealogy.memberCount() + 1));
        // Beyond that a credit does not fit into its entry.
        cv %= 1 << 39;
        vm.prank(address(ledger));
        try genealogy.creditSale(memberId, customerSale, saleNumber % 64, cv, 1, levels, period % 4) returns (
            uint256,
            bytes memory entries
        ) {
            succeeded += 1;
            this.noteCredits(entries);
        } catch {}
    }

    function noteCredits(bytes calldata entries) external {
        if (msg.sender != address(this)) return;
        for (uint256 at = 0; at < entries.length; at += 20) {
            uint256 entry = uint160(bytes20(entries[at:at + 20]));
            credit[uint32(entry >> 120)] += uint40(entry >> 48);
        }
    }

    function takeCredit(uint32 memberId, address anyWallet, bool foreign) external {
        memberId = uint32(between(memberId, 1, genealogy.memberCount()));
        vm.prank(address(vault));
        try genealogy.takeCredit(memberId, foreign ? anyWallet : wallet[memberId]) returns (uint64 amount) {
            credit[memberId] -= amount;
        } catch {}
    }

    /// @dev Everything that the vault or the ledger has no business with.
    function overreach(bool asVault, uint256 person, uint32 memberId) external {
        person = between(person, 0, PEOPLE - 1);
        bytes memory signature = signBy(person, bindDigest(memberId, walletOf(person), block.timestamp));
        vm.startPrank(asVault ? address(vault) : address(ledger));
        try genealogy.register(1, 1, 0, walletOf(person), 0) returns (uint32) {
            revert NotTrue("registered");
        } catch {}
        try genealogy.registerBatch(genealogy.memberCount() + 1, abi.encodePacked(uint32(1), uint32(1), uint8(0))) returns (
            uint32
        ) {
            revert NotTrue("imported");
        } catch {}
        try genealogy.bindWallet(memberId, walletOf(person), block.timestamp, signature) {
            revert NotTrue("bound");
        } catch {}
        try genealogy.changeWallet(walletOf(person), block.timestamp, signature) {
            revert NotTrue("changed");
        } catch {}
        try genealogy.setRegistrar(address(vault)) {
            revert NotTrue("replaced the registrar");
        } catch {}
        vm.stopPrank();
    }

    function setRegistrar(address other) external {
        genealogy.setRegistrar(other);
        genealogy.setRegistrar(address(this));
        events += 2;
    }

    function _done() private {
        events += 1;
        succeeded += 1;
    }

    function _settled(uint32 memberId, uint64 previous, uint64 cumulative) private {
        succeeded += 1;
        equal(previous, settled[memberId], "what had been settled before");
        if (cumulative > previous) settled[memberId] = cumulative;
    }

    /// @dev A recovery that was running is told as cancelled before anything else.
    function _cancelled(uint32 memberId) private {
        if (readyAt[memberId] == 0) return;
        readyAt[memberId] = 0;
        // `_done` counts the call itself; cancelling alone is that one event.
        if (msg.sig != this.cancelRecovery.selector) events += 1;
    }

    function _remember(uint32 memberId) private {
        firstSponsor[memberId] = genealogy.sponsorOf(memberId);
        (firstParent[memberId], firstLeg[memberId], ) = genealogy.placementOf(memberId);
        firstLink[memberId] = link(memberId);
    }
}
